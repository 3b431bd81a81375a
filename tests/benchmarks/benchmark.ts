/** One figure that `npm run bench` measures, here and, where a peer's Python is given, at the peer. */
export interface Benchmark {
  readonly name: string;
  readonly unit: string;
  readonly higherIsBetter: boolean;
  /** The peer's name, such as `gymnasium`; with `measurePeer`. */
  readonly peer?: string;
  /** One short round (1 to 3 s); the runner interleaves rounds of both sides and takes medians. */
  measure(): Promise<number>;
  /** The same at the peer. @param python its interpreter. */
  measurePeer?(python: string): Promise<number>;
}
