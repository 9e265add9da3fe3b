import { drawClip, eachClip, type MiniatureSite, putFile, putVideo } from "./miniature-clips.ts";

const templates = [
  "Pushing [something] from left to right",
  "Moving [something] up",
  "Turning [something] upside down",
];

/** Something-Something v2: JSON labels and templates, VP9 in WebM. */
export function writeSomethingSomething(site: MiniatureSite): void {
  const prefix = "something-something-v2-";
  const lists = { train: [] as object[], validation: [] as object[] };
  for (const { split, index } of eachClip()) {
    const id = String((split === "train" ? 100 : 900) + index);
    const template = templates[index % templates.length]!;
    const options = {
      container: "webm",
      encoder: "libvpx-vp9",
      settings: { crf: "30", b: "0", deadline: "realtime", "cpu-used": "8" },
    } as const;
    putVideo(site, `20bn-something-something-v2/${id}.webm`, drawClip(site, split, index), options);
    const label = template.replaceAll(/\[something\]/g, "a cup").toLowerCase();
    lists[split].push({ id, label, template, placeholders: ["a cup"] });
  }
  // Numbers as text and not in the order of the names: the order of the numbers counts.
  const labels = Object.fromEntries(templates.map((name, at) => [name.replaceAll(/[[\]]/g, ""), String((at + 1) % 3)]));
  putFile(site, `${prefix}labels.json`, JSON.stringify(labels));
  putFile(site, `${prefix}train.json`, JSON.stringify(lists.train));
  putFile(site, `${prefix}validation.json`, JSON.stringify(lists.validation));
}
