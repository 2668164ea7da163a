import { window, type Event, type LogLevel, type LogOutputChannel, type ViewColumn } from 'vscode';
import { plainText } from '../protocol/shownText.ts';

/** The extension's log. What it is told holds titles, paths and errors of others, and is written as plain text. */
export function createLog(name: string): LogOutputChannel {
  return new PlainLog(window.createOutputChannel(name, { log: true }));
}

class PlainLog implements LogOutputChannel {
  private readonly channel: LogOutputChannel;

  constructor(channel: LogOutputChannel) {
    this.channel = channel;
  }

  get name(): string {
    return this.channel.name;
  }

  get logLevel(): LogLevel {
    return this.channel.logLevel;
  }

  get onDidChangeLogLevel(): Event<LogLevel> {
    return this.channel.onDidChangeLogLevel;
  }

  trace(message: string, ...args: unknown[]): void {
    this.channel.trace(plainText(message), ...args.map(plain));
  }

  debug(message: string, ...args: unknown[]): void {
    this.channel.debug(plainText(message), ...args.map(plain));
  }

  info(message: string, ...args: unknown[]): void {
    this.channel.info(plainText(message), ...args.map(plain));
  }

  warn(message: string, ...args: unknown[]): void {
    this.channel.warn(plainText(message), ...args.map(plain));
  }

  error(error: string | Error, ...args: unknown[]): void {
    this.channel.error(plainText(typeof error === 'string' ? error : stackOf(error)), ...args.map(plain));
  }

  append(value: string): void {
    this.channel.append(plainText(value));
  }

  appendLine(value: string): void {
    this.channel.appendLine(plainText(value));
  }

  replace(value: string): void {
    this.channel.replace(plainText(value));
  }

  clear(): void {
    this.channel.clear();
  }

  show(columnOrPreserveFocus?: ViewColumn | boolean, preserveFocus?: boolean): void {
    this.channel.show(typeof columnOrPreserveFocus === 'boolean' ? columnOrPreserveFocus : preserveFocus);
  }

  hide(): void {
    this.channel.hide();
  }

  dispose(): void {
    this.channel.dispose();
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Error) return plainText(stackOf(value));
  return typeof value === 'string' ? plainText(value) : value;
}

function stackOf(error: Error): string {
  return error.stack ?? error.message;
}
