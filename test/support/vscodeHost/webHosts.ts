import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startWebHost, type WebHost, type WebHostOptions } from './webHost.ts';

type HostKind = Omit<WebHostOptions, 'scratch'>;

/** Keeps one web host running from one test to the next, as long as the next asks for one of the same kind. */
export class WebHosts {
  private running: { host: WebHost; kind: string; scratch: string } | undefined;

  /**
   * The running host when it is of that kind and usable, else a new one in its place.
   * @throws Error when it does not start.
   */
  async for(options: HostKind, log: (line: string) => void): Promise<WebHost> {
    const kind = JSON.stringify(options);
    if (this.running?.kind === kind && this.running.host.usable()) return this.running.host;
    await this.stop();
    // Short on purpose: VS Code's sockets lie below the user data, and their path has about 100 characters.
    const scratch = await mkdtemp(path.join(tmpdir(), 'itlab-vs-'));
    try {
      const host = await startWebHost({ ...options, scratch }, log);
      this.running = { host, kind, scratch };
      log(`${host.title}.`);
      return host;
    } catch (error) {
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  async stop(): Promise<void> {
    const { running } = this;
    if (running === undefined) return;
    this.running = undefined;
    await running.host.stop();
    await rm(running.scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
