import { parentPort, workerData } from 'node:worker_threads';
import { fuzz, type FuzzSetting } from './fuzz.ts';

/** Fuzzes in a thread of its own, so that a text that never comes to an end can be named from outside. */
const setting = workerData as FuzzSetting;
const failures = fuzz({
  ...setting,
  onText: (number, describe) => parentPort?.postMessage({ number, ...describe() }, []),
});
parentPort?.postMessage({ failures }, []);
