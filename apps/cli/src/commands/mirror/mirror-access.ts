import { usage } from '../../failures.js'

const tokenBytesMax = 4096

const tokenFromStdin = async (): Promise<string> => {
  let text = ''
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.length > tokenBytesMax) throw usage('standard input is too long for a token')
  }
  return text.trim()
}

/** The operator's token: `--token T`, `--token -` for standard input, or HYPERGIT_MIRROR_TOKEN, which no list of processes shows. */
export const tokenOf = async (given: string | undefined): Promise<string> => {
  const token = given === '-' ? await tokenFromStdin() : (given ?? process.env['HYPERGIT_MIRROR_TOKEN'] ?? '')
  if (token === '')
    throw usage('a token of the mirror is needed: --token T, --token - for standard input, or HYPERGIT_MIRROR_TOKEN')
  return token
}

/** The origin of what the operator was given: the dashboard's page or the API's root. */
export const originOf = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol))
    throw usage(`${JSON.stringify(url)} is no URL of a mirror: http://HOST:PORT or https://HOST is needed`)
  return parsed.origin
}
