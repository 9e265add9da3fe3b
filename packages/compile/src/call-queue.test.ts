import { describe, expect, it } from "vitest";
import { CallQueue } from "./call-queue.ts";

describe("CallQueue", () => {
  it("runs calls one after another, also after one that failed", async () => {
    const queue = new CallQueue();
    const order: number[] = [];
    const slow = queue.run("a", async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(1);
      throw new Error("no");
    });
    const next = queue.run("b", () => order.push(2));
    await expect(slow).rejects.toThrow("no");
    await next;
    expect(order).toEqual([1, 2]);
  });

  it("frees once, after the calls in the queue, and refuses later ones", async () => {
    const queue = new CallQueue();
    const order: string[] = [];
    const last = queue.run("step", () => order.push("step"));
    const disposed = queue.dispose(() => void order.push("freed"));
    await expect(queue.run("step", () => 1)).rejects.toThrow(
      "step: expected a program in use, got one that was disposed",
    );
    await Promise.all([last, disposed, queue.dispose(() => void order.push("again"))]);
    expect(order).toEqual(["step", "freed"]);
  });
});
