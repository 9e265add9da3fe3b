import { drawClip, eachClip, type MiniatureSite, putFile, putVideo } from "./miniature-clips.ts";

const names = ["adult+female+singing", "clapping", "raining"];

/** Moments in Time: tables without a header, folders of classes. */
export function writeMoments(site: MiniatureSite): void {
  const rows = { train: [] as string[], validation: [] as string[] };
  for (const { split, index } of eachClip()) {
    const label = names[index % names.length]!;
    const clip = `${label}/yt-${split}_${index}.mp4`;
    putVideo(site, `${split === "train" ? "training" : "validation"}/${clip}`, drawClip(site, split, index));
    rows[split].push(`${clip},${label},3,${index % 2}`);
  }
  putFile(site, "moments_categories.txt", names.map((name, id) => `${name},${id}`).join("\n"));
  putFile(site, "trainingSet.csv", `${rows.train.join("\n")}\n`);
  putFile(site, "validationSet.csv", `${rows.validation.join("\n")}\n`);
}
