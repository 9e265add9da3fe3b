import type { InferenceSession } from "onnxruntime-web";

/**
 * Fewest invocations of a subgroup that ONNX Runtime's attention counts with: it reads as many keys at a time as a subgroup has
 * invocations and adds up the scores of 8 or 16, so with fewer it adds keys twice. Source: onnxruntime-web 1.30.0, flash attention.
 */
const fewestInvocations = 8;

/** What our device needs of the adapter's limits, as ONNX Runtime asks for them. */
const limits = [
  "maxBindGroups",
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
] as const;

let opened: Promise<Device | undefined> | undefined;

/**
 * The execution provider to ask for: on the runtime's own device, or where that has smaller subgroups than its kernels count with,
 * on a device without subgroups. There the runtime takes kernels that need none, which are right everywhere.
 */
export async function webgpuProvider(): Promise<InferenceSession.ExecutionProviderConfig> {
  opened ??= openDeviceWithoutSubgroups();
  const device = await opened.catch(() => undefined); // the runtime tries for itself, and says what is wrong
  return device ? ({ name: "webgpu", device } as InferenceSession.ExecutionProviderConfig) : "webgpu";
}

async function openDeviceWithoutSubgroups(): Promise<Device | undefined> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
  const adapter = await gpu?.requestAdapter();
  if (!adapter || (adapter.info?.subgroupMinSize ?? fewestInvocations) >= fewestInvocations) return undefined;
  const device = await adapter.requestDevice({
    requiredFeatures: ["shader-f16", "timestamp-query"].filter((name) => adapter.features.has(name)),
    requiredLimits: Object.fromEntries(limits.map((name) => [name, adapter.limits[name]])),
  });
  void device.lost.then(() => {
    opened = undefined; // the next program gets another one
  });
  return device;
}

interface Device {
  readonly lost: Promise<unknown>;
}

interface Adapter {
  readonly features: ReadonlySet<string>;
  readonly info?: { readonly subgroupMinSize?: number };
  readonly limits: Readonly<Record<(typeof limits)[number], number>>;
  requestDevice(descriptor: object): Promise<Device>;
}
