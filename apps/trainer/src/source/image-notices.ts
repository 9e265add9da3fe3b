import { readJson } from "../run/read-json.ts";

interface ImageSettings {
  readonly do_normalize?: boolean;
  readonly image_mean?: readonly number[];
  readonly image_std?: readonly number[];
}

/** What an image model's `preprocessor_config.json` asks for and a video model of ours does not do. */
export async function imageNotices(folder: string): Promise<string[]> {
  const settings = (await readJson(folder, "preprocessor_config.json")) as ImageSettings | undefined;
  const { do_normalize = true, image_mean = [0.5], image_std = [0.5] } = settings ?? {};
  if (!do_normalize || [...image_mean, ...image_std].every((value) => value === 0.5)) return [];
  return [
    `preprocessor_config.json normalizes by mean [${image_mean.join(", ")}] and deviation [${image_std.join(", ")}]; clips are given in [-1, 1], to which the embedding adapts while it is trained`,
  ];
}
