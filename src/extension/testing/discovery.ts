import type { DiscoveredTests, SourceText } from '../../protocol/serverRequests.ts';

/** Finds tests in texts by parsing; nothing is executed. Resolves with one result per text. */
export type Discover = (files: readonly SourceText[]) => Promise<readonly DiscoveredTests[]>;

/** Texts asked for at once: enough that the asking takes no time, few enough that nobody waits for the writing. */
const batchSize = 40;

/**
 * Finds the tests of many files. Results are kept by a file's text, so that only what changed is parsed again.
 */
export class Discovery {
  private readonly discover: Discover;
  private readonly known = new Map<string, { readonly text: string; readonly tests: DiscoveredTests }>();

  constructor(discover: Discover) {
    this.discover = discover;
  }

  /** Whether the file was read before. */
  knows(uri: string): boolean {
    return this.known.has(uri);
  }

  forgetAll(): void {
    this.known.clear();
  }

  /**
   * The tests of each file, in the order of the files. The next files are read while the server parses.
   * @param uris of files.
   * @param read the text of one.
   */
  async find(
    uris: readonly string[],
    read: (uri: string) => Promise<string>,
  ): Promise<readonly DiscoveredTests[]> {
    const batches = Array.from({ length: Math.ceil(uris.length / batchSize) }, (_, index) =>
      uris.slice(index * batchSize, (index + 1) * batchSize),
    );
    const found: Promise<readonly DiscoveredTests[]>[] = [];
    for (const batch of batches) {
      // One batch is parsed and one waits: the server is never idle, and no more texts are held than that.
      await found.at(-2);
      const files = await Promise.all(batch.map(async (uri) => ({ uri, text: await read(uri) })));
      found.push(this.parse(files));
    }
    return (await Promise.all(found)).flat();
  }

  private async parse(files: readonly SourceText[]): Promise<readonly DiscoveredTests[]> {
    const changed = files.filter(({ uri, text }) => this.known.get(uri)?.text !== text);
    const parsed = changed.length === 0 ? [] : await this.discover(changed);
    const fresh = new Map(changed.map(({ uri }, index) => [uri, parsed[index]]));
    return files.map(({ uri, text }) => {
      const tests = fresh.get(uri) ?? this.known.get(uri)?.tests ?? { nodes: [], broken: true };
      this.known.set(uri, { text, tests });
      return tests;
    });
  }
}
