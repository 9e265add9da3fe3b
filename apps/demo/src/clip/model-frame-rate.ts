/** Frames per second that the models' strides are meant for. Source: Kinetics, which ViViT takes to be 25. */
export const modelFrameRate = 25;
