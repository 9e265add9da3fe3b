/** Every WebGPU device binds at least so many bytes as one buffer. Source: WebGPU, maxStorageBufferBindingSize. */
export const smallestBufferLimit = 128 * 2 ** 20;

let largest = 0;

/** Bytes of the largest buffer that this page has made on a GPU. */
export function largestBuffer(): number {
  return largest;
}

/** Begin to watch the sizes of GPU buffers. */
export function watchBuffers(): void {
  const device = (globalThis as { GPUDevice?: { prototype: Device } }).GPUDevice?.prototype;
  if (!device) return;
  const create = device.createBuffer;
  device.createBuffer = function (descriptor) {
    largest = Math.max(largest, descriptor.size);
    return create.call(this, descriptor);
  };
}

interface Device {
  createBuffer(descriptor: { size: number }): unknown;
}
