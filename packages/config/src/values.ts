import { isIP } from 'node:net'
import { z } from 'zod'
import type { Parsed, Setting } from './setting.js'

type Parse<T> = Setting<T>['parse']

/** A parser from a zod schema over the text. */
const by =
  <T>(schema: z.ZodType<T, string>, mustBe: string): Parse<T> =>
  (text): Parsed<T> => {
    const result = schema.safeParse(text)
    return result.success ? { ok: true, value: result.data } : { ok: false, mustBe }
  }

const digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

export const port: Parse<number> = by(digits.pipe(z.number().max(65_535)), 'a port from 0 to 65535')

/** A count or a time, within bounds. */
export const integer = (min: number, max: number, unit = ''): Parse<number> =>
  by(digits.pipe(z.number().min(min).max(max)), `a whole number from ${min} to ${max}${unit}`)

const factors: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 }

/** Bytes, with K, M, G or T for powers of 1024. */
export const byteCount: Parse<number> = by(
  z
    .string()
    .regex(/^\d{1,9}[KMGT]?$/)
    .transform((text) => {
      const [, amount = '0', unit = ''] = /^(\d+)([KMGT]?)$/.exec(text) ?? []
      return Number(amount) * (factors[unit] ?? 1)
    })
    .pipe(z.number().int().positive().max(Number.MAX_SAFE_INTEGER)),
  'a number of bytes such as 1048576, 64M or 4G',
)

export const text = (lengthMax: number): Parse<string> =>
  by(z.string().max(lengthMax), `at most ${lengthMax} characters`)

export const onOff: Parse<boolean> = (given) => {
  if (['1', 'true', 'yes', 'on'].includes(given.toLowerCase())) return { ok: true, value: true }
  if (['0', 'false', 'no', 'off'].includes(given.toLowerCase())) return { ok: true, value: false }
  return { ok: false, mustBe: '1 or 0' }
}

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words): Parse<Words[number]> =>
  by(z.enum(words) as unknown as z.ZodType<Words[number], string>, words.join(', ').replace(/, ([^,]*)$/, ' or $1'))

/** A URL with one of the schemes, returned as it was given. */
export const url = (schemes: readonly string[], example: string): Parse<string> =>
  by(
    z
      .string()
      .refine(
        (given) =>
          URL.canParse(given) &&
          schemes.includes(new URL(given).protocol.slice(0, -1)) &&
          new URL(given).hostname !== '',
      ),
    `a URL such as ${example}`,
  )

/** Where pages are reached: scheme and host, perhaps a port, nothing after. Without a slash at its end. */
export const origin: Parse<string> = by(
  z
    .string()
    .refine((given) => URL.canParse(given) && /^https?:$/.test(new URL(given).protocol))
    .refine((given) => {
      const { pathname, search, hash, username } = new URL(given)
      return pathname === '/' && search === '' && hash === '' && username === ''
    })
    .transform((given) => new URL(given).origin),
  'an address such as https://mirror.example, without a path',
)

const hostName = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/

/** An address or name to listen on. */
export const host: Parse<string> = by(
  z.string().refine((given) => isIP(given) !== 0 || hostName.test(given)),
  'an IP address or a host name',
)

const hostPort = (given: string): boolean => {
  const at = given.lastIndexOf(':')
  const name = given.slice(0, at)
  const number = given.slice(at + 1)
  return (
    at > 0 &&
    (isIP(name) === 4 || hostName.test(name)) &&
    /^\d{1,5}$/.test(number) &&
    Number(number) >= 1 &&
    Number(number) <= 65_535
  )
}

/** `local`, or `HOST:PORT`, several separated by commas. */
export const bootstrap: Parse<string> = by(
  z
    .string()
    .max(1_000)
    .refine((given) => given === 'local' || given.split(',').every(hostPort)),
  'local, or HOST:PORT (several separated by commas)',
)

/** A secret that others must not guess. */
export const token: Parse<string> = by(
  z.string().regex(/^[\x21-\x7e]{32,512}$/),
  '32 to 512 printable characters without spaces',
)

const cidr = (given: string): boolean => {
  const [address = '', bits] = given.split('/')
  const family = isIP(address)
  if (family === 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}
const proxyWords = ['loopback', 'linklocal', 'uniquelocal']

/** Whose `X-Forwarded-*` counts: a number of proxies, or their addresses. `true` is refused: anyone could then forge an address. */
export const trustProxy: Parse<number | string | false> = (given) => {
  if (/^[1-9]$/.test(given)) return { ok: true, value: Number(given) }
  const names = given.split(',').map((name) => name.trim())
  if (names.every((name) => proxyWords.includes(name) || cidr(name))) return { ok: true, value: names.join(', ') }
  return {
    ok: false,
    mustBe:
      'how many proxies (1 to 9), or their addresses: loopback, linklocal, uniquelocal, or IP addresses and ranges with commas',
  }
}

const mailbox = /^[^\s<>@"]{1,64}@(?=.{1,253}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/

/** `mirror@example.org` or `The mirror <mirror@example.org>`, as a sender. */
export const sender: Parse<string> = by(
  z
    .string()
    .max(320)
    .refine((given) => mailbox.test(given) || mailbox.test(/^[^<>\r\n]*<([^<>]+)>$/.exec(given)?.[1] ?? '')),
  'a mail address, such as mirror@example.org or The mirror <mirror@example.org>',
)

/** `drop:10,double:10`. */
export const chaos: Parse<{ readonly dropEvery?: number; readonly doubleEvery?: number }> = (given) => {
  const parts = given.split(',').map((part) => /^(drop|double):([1-9]\d{0,5})$/.exec(part.trim()))
  if (parts.some((part) => part === null)) return { ok: false, mustBe: 'drop:N, double:N or both with a comma' }
  const every = Object.fromEntries(parts.map((part) => [part?.[1] ?? '', Number(part?.[2])]))
  return {
    ok: true,
    value: {
      ...(every['drop'] === undefined ? {} : { dropEvery: every['drop'] }),
      ...(every['double'] === undefined ? {} : { doubleEvery: every['double'] }),
    },
  }
}
