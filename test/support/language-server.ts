/** A client of yaml-language-server, the server behind the YAML support of most editors, as an editor uses it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './golden.js';

const SERVER = join(ROOT, 'node_modules/yaml-language-server/bin/yaml-language-server');
/** Milliseconds for an answer, less than a test has. */
const TIME_LIMIT = 50_000;

/** A place in a file, from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What an editor marks. */
export interface Mark {
  readonly message: string;
  readonly range: { readonly start: Position };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** A server with an open workspace. */
export class LanguageServer {
  readonly #child: ChildProcess;
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #marks = new Map<string, (marks: Mark[]) => void>();
  #received = Buffer.alloc(0);
  #last = 0;

  private constructor(settings: Readonly<Record<string, unknown>>) {
    this.#settings = settings;
    this.#child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  /**
   * Starts a server.
   *
   * @param settings - those of the editor, such as `yaml.customTags`
   */
  static async start(folder: string, settings: Readonly<Record<string, unknown>>): Promise<LanguageServer> {
    const server = new LanguageServer(settings);
    const uri = pathToFileURL(folder).href;
    const capabilities = {
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
      },
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
    };
    const workspaceFolders = [{ uri, name: 'test' }];
    await server.#ask('initialize', { processId: process.pid, rootUri: uri, workspaceFolders, capabilities });
    server.#send({ method: 'initialized', params: {} });
    return server;
  }

  /** Opens a file, and returns what is marked in it. */
  async open(uri: string, text: string): Promise<Mark[]> {
    const marks = withinLimit(`diagnostics of ${uri}`, (resolve: (marks: Mark[]) => void) =>
      this.#marks.set(uri, resolve),
    );
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    });
    return marks;
  }

  /** The answer to a question about a position in an open file. */
  async askAt(method: string, uri: string, position: Position): Promise<unknown> {
    return this.#ask(method, { textDocument: { uri }, position });
  }

  async end(): Promise<void> {
    await this.#ask('shutdown', null);
    this.#send({ method: 'exit' });
    await new Promise((resolve) => this.#child.once('exit', resolve));
  }

  async #ask(method: string, params: unknown): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const answer = withinLimit(method, (resolve: (message: Message) => void) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  #send(message: Message): void {
    const content = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`);
  }

  /** Reads the messages that have arrived whole: https://microsoft.github.io/language-server-protocol/specifications/base/0.9/specification/ */
  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const start = this.#received.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.subarray(0, start).toString())?.[1]);
      if (start < 4 || this.#received.length < start + length) return;
      const message = JSON.parse(this.#received.subarray(start, start + length).toString()) as Message;
      this.#received = this.#received.subarray(start + length);
      this.#handle(message);
    }
  }

  #handle({ id, method, params, ...answer }: Message): void {
    if (method === undefined && id !== undefined) this.#answers.get(id)?.(answer);
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Mark[] };
      this.#marks.get(uri)?.(diagnostics);
    } else if (id !== undefined) {
      const { items = [] } = (params ?? {}) as { items?: { section: string }[] };
      const result =
        method === 'workspace/configuration' ? items.map(({ section }) => this.#settingsOf(section)) : null;
      this.#send({ id, result });
    }
  }

  /** The settings of a section, as a tree: `customTags` in `yaml` for `yaml.customTags`. */
  #settingsOf(section: string): object {
    const own = Object.entries(this.#settings).filter(([name]) => name.startsWith(`${section}.`));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(section.length + 1), value]));
  }
}

function withinLimit<T>(what: string, start: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`yaml-language-server did not send ${what} in time`)), TIME_LIMIT);
    start((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
