/** What is known of a packet before it is decoded, in ticks of the stream's clock. */
export interface PacketEntry {
  /** When its frame is shown; NaN if the file does not say. */
  readonly shown: number;
  /** When it is to be decoded; NaN if the file does not say. */
  readonly decoded: number;
  readonly key: boolean;
}
