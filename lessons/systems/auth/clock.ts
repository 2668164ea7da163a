/** Where the time comes from, so that a test can set it. */
export interface Clock {
  /** Milliseconds since the beginning of 1970, UTC. */
  now(): number;
}
