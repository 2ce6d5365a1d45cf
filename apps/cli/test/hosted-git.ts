import { execFileSync, spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const execPath = (): string => execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim()

/** A repository's bare git data over HTTP, by git's own server; whether it takes pushes is its setting `http.receivepack`. */
export class HostedGit {
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async serve(folder: string): Promise<HostedGit> {
    const backend = join(execPath(), 'git-http-backend')
    const server = createServer((request, response) => {
      answer(backend, folder, request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return new HostedGit(server, `http://127.0.0.1:${port}`)
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

/** The backend is a CGI program: its output is headers, an empty line, the body. */
const answer = (backend: string, folder: string, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const child = spawn(backend, [], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: searchParams.toString(),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
    },
  })
  request.pipe(child.stdin)
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('close', () => {
    const output = Buffer.concat(chunks)
    const end = output.indexOf('\r\n\r\n')
    for (const line of output.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(': ')
      if (name.toLowerCase() === 'status') response.statusCode = Number(value.split(' ')[0])
      else response.setHeader(name, value)
    }
    response.end(output.subarray(end + 4))
  })
}
