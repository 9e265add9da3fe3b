/** From a step, counted from 0, to a learning rate or a factor of one. A plain function of numbers. */
export type Schedule = (step: number) => number;
