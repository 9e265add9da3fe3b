/** Endings of the files that count as videos, in lower case. */
export const videoExtensions = [".mp4", ".webm", ".mkv", ".mov", ".avi"] as const;

/** Whether a file counts as a video, by its name. */
export function isVideoName(name: string): boolean {
  return videoExtensions.some((ending) => name.toLowerCase().endsWith(ending));
}

/** Endings of the files that count as pictures, in lower case. */
export const pictureExtensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp"] as const;

/** Whether a file counts as a picture, by its name. */
export function isPictureName(name: string): boolean {
  return pictureExtensions.some((ending) => name.toLowerCase().endsWith(ending));
}
