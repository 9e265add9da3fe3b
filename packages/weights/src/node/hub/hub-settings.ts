import { getHFHubCachePath, HUB_URL } from "@huggingface/hub";

/** How far a download has come. */
export interface HubProgress {
  readonly file: string;
  /** Bytes on disk, those of an earlier attempt included. */
  readonly done: number;
  /** Bytes of the file. */
  readonly total: number;
}

/** How the hub is reached. What is not given is taken from the environment, as Hugging Face's own tools do. */
export interface HubOptions {
  /** Where files are kept, in the layout of huggingface_hub. Default HF_HUB_CACHE, or `hub` in HF_HOME, or in ~/.cache/huggingface. */
  readonly cacheDirectory?: string;
  /** Default HF_ENDPOINT, or https://huggingface.co. */
  readonly endpoint?: string;
  /** Default HF_TOKEN; needed for private and gated models only. */
  readonly accessToken?: string;
  /** Use what is in the cache, ask no server. Default HF_HUB_OFFLINE. */
  readonly offline?: boolean;
  readonly onProgress?: (progress: HubProgress) => void;
}

/** Every setting decided. */
export interface HubSettings extends Omit<HubOptions, "accessToken"> {
  readonly cacheDirectory: string;
  readonly endpoint: string;
  readonly offline: boolean;
  readonly credentials: { readonly accessToken: string } | Record<string, never>;
}

/** Decide every setting: what is given, else the environment, else the hub's defaults. */
export function decideSettings({ accessToken = process.env.HF_TOKEN, ...options }: HubOptions): HubSettings {
  return {
    ...options,
    cacheDirectory: options.cacheDirectory ?? getHFHubCachePath(),
    endpoint: (options.endpoint ?? process.env.HF_ENDPOINT ?? HUB_URL).replace(/\/$/, ""),
    offline: options.offline ?? /^(1|true|yes|on)$/i.test(process.env.HF_HUB_OFFLINE ?? ""),
    credentials: accessToken ? { accessToken } : {},
  };
}
