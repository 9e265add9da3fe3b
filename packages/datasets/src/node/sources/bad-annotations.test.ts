import { describe, expect, it } from "vitest";
import { folderOf } from "../../fixtures/folder-of-files.ts";
import { openData } from "./open-data.ts";

const kinetics = "label,youtube_id,time_start,time_end,split";
const clips = { "a/1.mp4": "", "a/2.mp4": "", "b/3.mp4": "", "b/4.mp4": "" };

describe("annotation files that are wrong are refused with file and line", () => {
  it.each<[string, Record<string, string>, string]>([
    [
      "Kinetics with semicolons",
      { "train.csv": `${kinetics.replaceAll(",", ";")}\n` },
      "train.csv, line 1: expected commas between columns, got semicolons; save it as CSV with commas",
    ],
    [
      "Kinetics without a column",
      { "train.csv": "label,youtube_id,time_start,split\nx,1,2,train\n" },
      "train.csv, line 1: expected the columns youtube_id, time_start, time_end; missing time_end (there are label, youtube_id, time_start, split)",
    ],
    [
      "Kinetics with times that are none",
      { "train.csv": `${kinetics}\nsing,abc,0:10,0:20,train\n` },
      'train.csv, line 2: expected time_start in whole seconds, got "0:10"',
    ],
    [
      "Kinetics with one clip under two labels",
      { "train.csv": `${kinetics}\nsing,abc,0,10,train\ndance,abc,0,10,train\n`, "abc_000000_000010.mp4": "" },
      "train.csv, line 3: expected every clip once, got abc_000000_000010 again with another label (first in train.csv, line 2); remove one of the two",
    ],
    [
      "Kinetics without any of its clips",
      { "train.csv": `${kinetics}\nsing,abc,0,10,train\n` },
      "found none of 1 (first: abc_000000_000010.mp4, train.csv line 2); put the videos beside the lists, in folders as you like",
    ],
    [
      "a list that points out of the folder",
      { ...clips, "train.txt": "a/1.mp4 0\n../secret.mp4 1\n" },
      "train.txt, line 2: expected a path inside the data folder",
    ],
    [
      "a list with an absolute path elsewhere",
      { ...clips, "train.txt": "a/1.mp4 0\n/elsewhere/1.mp4 1\n" },
      "train.txt, line 2: expected a path inside the data folder",
    ],
    [
      "a list of names and numbers",
      { ...clips, "train.txt": "a/1.mp4 0\na/2.mp4 sing\n" },
      'train.txt, line 2: expected labels that are all numbers or all names, got "sing" beside "0"',
    ],
    [
      "a list with a line without a label",
      { ...clips, "train.txt": "a/1.mp4 0\na/2.mp4\n" },
      'train.txt, line 2: expected a path and a label, got "a/2.mp4"',
    ],
    [
      "a label beyond the names",
      { ...clips, "classes.txt": "sing\ndance\n", "train.txt": "a/1.mp4 0\na/2.mp4 3\n" },
      "train.txt, line 2: expected a label from 0 to 1, as classes.txt has 2 names, got 3",
    ],
    [
      "a name that is no class",
      { ...clips, "classes.txt": "sing\ndance\n", "train.txt": "a/1.mp4 sing\na/2.mp4 jump\n" },
      'train.txt, line 2: expected a label of classes.txt, got "jump"',
    ],
    [
      "metadata with an unknown split",
      { ...clips, "metadata.csv": "file_name,label,split\na/1.mp4,x,training set\n" },
      'metadata.csv, line 2: expected a split of train, validation or test, got "training set"',
    ],
    [
      "metadata that are not JSON",
      { ...clips, "metadata.jsonl": '{"file_name":"a/1.mp4","label":"x"}\n{"file_name":\n' },
      "metadata.jsonl, line 2: expected JSON",
    ],
    [
      "metadata that point out of the folder",
      { ...clips, "metadata.csv": "file_name,label\n../1.mp4,x\n" },
      "metadata.csv, line 2: expected a path inside the data folder, got ../1.mp4",
    ],
    [
      "Moments with an unknown class",
      { "moments_categories.txt": "sing,0\n", "trainingSet.csv": "sing/1.mp4,sing,1,0\nsing/2.mp4,song,1,0\n" },
      'trainingSet.csv, line 2: expected a label of moments_categories.txt, got "song"',
    ],
    [
      "Moments with spaces between columns",
      { "moments_categories.txt": "sing,0\n", "trainingSet.csv": "sing/1.mp4 sing 1 0\n" },
      'trainingSet.csv, line 1: expected class/file.mp4,label,positive,negative, got "sing/1.mp4 sing 1 0"; is the separator a comma?',
    ],
    [
      "Something-Something with an unknown template",
      {
        "labels.json": '{"Holding something":"0"}',
        "train.json": '[{"id":"1","label":"x","template":"Dropping [something]"}]',
      },
      'train.json: expected a template of labels.json for clip 1 (number 1), got "Dropping [something]"',
    ],
    [
      "Something-Something with numbers that repeat",
      { "labels.json": '{"Holding something":"0","Dropping something":"0"}' },
      'labels.json: expected a number for each label, got 0 for "Holding something" and "Dropping something"',
    ],
    [
      "two kinds of annotation",
      { ...clips, "labels.json": "{}", "train.csv": `${kinetics}\n` },
      "got kinetics (train.csv) and something-something (labels.json); say which: kinetics:",
    ],
  ])("%s", (_, files, message) => expect(() => openData(folderOf(files))).toThrow(message));

  it("EPIC-KITCHENS with a class or time that is none", () => {
    const header =
      "narration_id,participant_id,video_id,narration_timestamp,start_timestamp,stop_timestamp,start_frame,stop_frame,narration,verb,verb_class,noun,noun_class,all_nouns,all_noun_classes";
    const row = (start: string, noun: number) =>
      `P01_01_0,P01,P01_01,${start},${start},00:00:02.00,1,2,take tap,take,0,tap,${noun},"['tap', 'x']","[0, 1]"`;
    const open = (line: string) =>
      openData(folderOf({ "EPIC_100_train.csv": `${header}\n${line}\n`, "P01_01.MP4": "" }));
    expect(() => open(row("00:00:01.00", 300))).toThrow(
      'EPIC_100_train.csv, line 2: expected noun_class from 0 to 299, got "300"',
    );
    expect(() => open(row("1.5", 3))).toThrow(
      'EPIC_100_train.csv, line 2: expected start_timestamp as HH:MM:SS.ff, got "1.5"',
    );
    expect(() => open(row("00:00:03.00", 3))).toThrow(
      "EPIC_100_train.csv, line 2: expected stop_timestamp after start_timestamp, got 00:00:03.00 to 00:00:02.00",
    );
    expect(open(row("00:00:01.00", 3)).index.entries[0]?.labels).toEqual([3, 300]);
  });
  it("a kind that is none, and one whose files are not there", () => {
    expect(() => openData("kinetix:somewhere")).toThrow(
      "openData: expected one of kinetics, epic-kitchens, something-something, moments, video-folder, list, tfrecord, folder before the colon, got kinetix",
    );
    expect(() => openData(`epic:${folderOf(clips)}`)).toThrow(
      /expected the files of epic-kitchens in .*, got none of them; EPIC_100_train\.csv begins with narration_id$/,
    );
  });
});
