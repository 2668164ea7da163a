/**
 * Does one write, and dies or meets a full disk in the middle of it.
 *
 *   node child.js ROOT WRITER FAULT
 *
 * Exit status 0: done; 3: refused, and standard error says why. `-` on standard output says that it begins.
 */
import { writeSync } from 'node:fs';
import { attack, type Fault } from './faultyFs.ts';
import { worldIn } from './world.ts';
import { writers } from './writers.ts';

const [root = '', name, text = ''] = process.argv.slice(2);
const writer = writers.find((one) => one.name === name);
if (writer === undefined) throw new Error(`There is no writer '${name}'.`);
const world = worldIn(root);
// Given by the driver.
const fault = JSON.parse(text) as Fault;
writeSync(1, '-');
attack(world.place, fault, () => process.kill(process.pid, 'SIGKILL'));
try {
  await writer.write(world);
} catch (error) {
  writeSync(2, error instanceof Error ? error.message : String(error));
  process.exitCode = 3;
}
