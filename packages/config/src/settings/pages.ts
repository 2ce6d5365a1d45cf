import type { Setting } from '../setting.js'
import * as values from '../values.js'

export const port: Setting<number> = {
  env: 'PORT',
  flag: 'port',
  placeholder: 'N',
  help: 'public pages and API; 0 picks one',
  otherwise: '8080',
  fallback: 8080,
  parse: values.port,
}
export const operatorPort: Setting<number | undefined> = {
  env: 'OPERATOR_PORT',
  flag: 'operator-port',
  placeholder: 'N',
  help: 'dashboard, operator API, metrics; 0 picks one',
  otherwise: 'port + 1',
  fallback: undefined,
  parse: values.port,
}
export const operatorHost: Setting<string> = {
  env: 'OPERATOR_HOST',
  help: 'address of the operator port',
  otherwise: '127.0.0.1',
  fallback: '127.0.0.1',
  parse: values.host,
}
export const operatorToken: Setting<string | undefined> = {
  env: 'HYPERGIT_OPERATOR_TOKEN',
  help: "a bearer token with the owner's rights, at least 32 characters",
  otherwise: 'none',
  fallback: undefined,
  secret: true,
  parse: values.token,
}
export const publicUrl: Setting<string | undefined> = {
  env: 'PUBLIC_URL',
  help: 'how it is reached from outside, for links in mails',
  otherwise: 'from host and port',
  fallback: undefined,
  parse: values.origin,
}
export const trustProxy: Setting<number | string | false> = {
  env: 'TRUST_PROXY',
  help: 'whose X-Forwarded-* counts',
  otherwise: "nobody's",
  fallback: false,
  parse: values.trustProxy,
}
export const mirrorName: Setting<string> = {
  env: 'HYPERGIT_MIRROR_NAME',
  help: 'name on every page',
  otherwise: 'hypergit mirror',
  fallback: 'hypergit mirror',
  parse: values.text(100),
}
export const contact: Setting<string | undefined> = {
  env: 'HYPERGIT_CONTACT',
  help: 'where abuse is reported: a mail address or a URL',
  otherwise: 'none',
  fallback: undefined,
  parse: values.text(300),
}

/** What a page says of the mirror. */
export const about = { mirrorName, contact, publicUrl } as const
