import type { Clip } from "../../clip.ts";
import { encodePictures } from "./encode-picture.ts";
import { drawClip, joinClips, type MiniatureSite, miniatureCounts, putFile, putVideo } from "./miniature-clips.ts";

const header =
  "narration_id,participant_id,video_id,narration_timestamp,start_timestamp,stop_timestamp,start_frame,stop_frame,narration,verb,verb_class,noun,noun_class,all_nouns,all_noun_classes";
const nouns = ["tap", "spoon", "plate"];
const verbs = ["take", "wash"];
const rate = 25;

/** EPIC-KITCHENS-100: actions in one long video of each split, as a video or as numbered pictures from 1 on. */
export function writeEpicKitchens(site: MiniatureSite, kind: "videos" | "pictures"): void {
  for (const split of ["train", "validation"] as const) {
    const clips = Array.from({ length: miniatureCounts[split] }, (_, index) => drawClip(site, split, index));
    const video = split === "train" ? "P01_01" : "P02_101";
    putLong(site, kind, video, joinClips(clips));
    let frame = 0;
    const rows = clips.map((clip, index) => {
      const [first, last] = [frame + 1, frame + clip.frames];
      const [noun, verb] = [index % nouns.length, index % verbs.length];
      const words = `${verbs[verb]} ${nouns[noun]},${verbs[verb]},${verb},${nouns[noun]},${noun}`;
      frame = last;
      const times = [(first - 1) / rate, (first - 1) / rate, last / rate].map(stamp).join(",");
      return `${video}_${index},${video.slice(0, 3)},${video},${times},${first},${last},${words},"['${nouns[noun]}', 'hand']","[${noun}, 2]"`;
    });
    putFile(site, `EPIC_100_${split}.csv`, [header, ...rows, ""].join("\n"));
  }
  putFile(site, "EPIC_100_noun_classes.csv", table("id,key,instances,category", nouns, ",\"['x']\",kitchen"));
  putFile(site, "EPIC_100_verb_classes.csv", table("id,key,instances,category", verbs, ",\"['x']\",retrieve"));
  putFile(
    site,
    "EPIC_100_video_info.csv",
    "video_id,duration,fps,resolution\nP01_01,8,25.0,64x64\nP02_101,4,25.0,64x64\n",
  );
}

function putLong(site: MiniatureSite, kind: "videos" | "pictures", video: string, clip: Clip): void {
  const participant = `EPIC-KITCHENS/${video.slice(0, 3)}`;
  if (kind === "videos") {
    putVideo(site, `${participant}/videos/${video}.MP4`, clip);
    return;
  }
  for (const [at, picture] of encodePictures(site.av, clip).entries())
    putFile(site, `${participant}/rgb_frames/${video}/frame_${String(at + 1).padStart(10, "0")}.jpg`, picture);
}

function stamp(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return `00:${two(Math.floor(whole / 60))}:${two(whole % 60)}.${two(Math.round((seconds - whole) * 100))}`;
}

function table(first: string, names: readonly string[], rest: string): string {
  return [first, ...names.map((name, id) => `${id},${name}${rest}`), ""].join("\n");
}
