import type { FamilyName } from "@vivit/weights";

/** Whose names a checkpoint has, in words. */
export const familyTitles: Readonly<Record<FamilyName, string>> = {
  vivit: "names of our own",
  scenic: "Scenic ViViT",
  "google-vit": "Google ViT",
  "hugging-face-vivit": "Hugging Face ViViT",
  "hugging-face-vit": "Hugging Face ViT",
  "timm-vit": "timm ViT",
};
