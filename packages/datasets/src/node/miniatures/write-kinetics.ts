import { drawClip, eachClip, type MiniatureSite, putFile, putVideo } from "./miniature-clips.ts";

const labels = ["abseiling", "playing drums", "eating spaghetti", 'saying "hello"'];

/** Kinetics: official tables, clips named `<id>_<start>_<end>.mp4`, flat by split or in folders of classes. */
export function writeKinetics(site: MiniatureSite, layout: "flat" | "classes"): void {
  const rows = { train: [] as string[], validation: [] as string[] };
  for (const { split, index } of eachClip()) {
    const label = labels[index % labels.length]!;
    const id = `${split === "train" ? "tr" : "va"}-_${String(index).padStart(7, "0")}`;
    const name = `${id}_${pad(index)}_${pad(index + 10)}.mp4`;
    const folder = { train: "train", validation: "val" }[split];
    const path = layout === "flat" ? `${folder}/${name}` : `${folder}/${label.replaceAll(/\W/g, "_")}/${name}`;
    putVideo(site, path, drawClip(site, split, index));
    rows[split].push(`"${label.replaceAll('"', '""')}",${id},${index},${index + 10},${folder},0`);
  }
  const header = "label,youtube_id,time_start,time_end,split,is_cc";
  // One more clip in the table than on disk, as in every copy of Kinetics.
  putFile(site, "train.csv", [header, ...rows.train, "abseiling,gone_-12345,3,13,train,0", ""].join("\n"));
  putFile(site, "val.csv", [header, ...rows.validation, ""].join("\n"));
}

function pad(seconds: number): string {
  return String(seconds).padStart(6, "0");
}
