/** How the image model of stills is trained: images, passes over them, and images of a step. */
export const stillsTraining = { train: 6000, validation: 600, epochs: 50, batch: 32 } as const;
