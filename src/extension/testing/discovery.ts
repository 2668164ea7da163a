import type { CodeShape, DiscoveredTests, SourceFile } from '../../protocol/serverRequests.ts';

/** Finds tests by parsing; nothing is executed. Resolves with one result per file. */
export type Discover = (files: readonly SourceFile[]) => Promise<readonly DiscoveredTests[]>;

/** Tells what running sees of texts; nothing is executed. Resolves with one result per file. */
export type AskShapes = (files: readonly Required<SourceFile>[]) => Promise<readonly (CodeShape | null)[]>;

/** Files asked for at once: enough that the asking takes no time, few enough that their tests are taken in quickly. */
const batchSize = 40;

/** Finds the tests of any number of files. The next ones are asked for before the last ones are answered. */
export async function discoverAll(
  discover: Discover,
  files: readonly SourceFile[],
): Promise<readonly DiscoveredTests[]> {
  const found: Promise<readonly DiscoveredTests[]>[] = [];
  for (let start = 0; start < files.length; start += batchSize) {
    await found.at(-2);
    found.push(discover(files.slice(start, start + batchSize)));
  }
  return (await Promise.all(found)).flat();
}
