/** How frames are brought to size: as TensorFlow or Pillow does it, or by FFmpeg's bilinear scaler. */
export type ResizeMethod = "tensorflow" | "pillow" | "native";
