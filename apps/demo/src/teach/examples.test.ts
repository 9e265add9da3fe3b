import { describe, expect, it } from "vitest";
import type { DecodedVideo } from "../clip/decoded-video.ts";
import { Examples } from "./examples.ts";

const clip = (name: string) => ({ name }) as DecodedVideo;

describe("Examples", () => {
  const examples = () => {
    const all = new Examples();
    for (const [label, name] of ["wave", "nod", "clap"].entries()) all.add(clip(name), label, "learn");
    all.add(clip("kept"), 2, "test");
    return all;
  };
  it("keeps clips for testing out of learning", () => {
    expect(
      examples()
        .of("learn")
        .map(({ video }) => video.name),
    ).toEqual(["wave", "nod", "clap"]);
    expect(
      examples()
        .of("test")
        .map(({ video }) => video.name),
    ).toEqual(["kept"]);
  });
  it("moves the classes behind one that is taken out", () => {
    const all = examples();
    all.remove(1, true);
    expect(all.of("learn").map(({ video, label }) => [video.name, label])).toEqual([
      ["wave", 0],
      ["clap", 1],
    ]);
    all.remove(0, false);
    expect(all.of("learn").map(({ label }) => label)).toEqual([1]);
  });
  it.each([
    [["wave"], "Name two classes or more: a model tells one from another"],
    [["wave", " "], "Every class needs a name"],
    [["wave", "wave "], "Two classes have the same name; change one"],
    [["wave", "nod", "clap", "jump", "run"], "Give a clip or more to learn from of: jump, run"],
  ])("says what is missing: %j", (classes, message) => expect(() => examples().check(classes)).toThrow(message));
});
