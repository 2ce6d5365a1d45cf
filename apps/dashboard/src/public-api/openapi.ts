import { z } from 'zod'
import type { RouteDescription } from '../http/route-description.js'

const errorSchema = z.object({ error: z.looseObject({ code: z.string(), message: z.string() }) })

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): unknown => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const json = (schema: unknown) => ({ 'application/json': { schema } })

const parametersOf = (route: RouteDescription): unknown[] => {
  const path = Object.entries(route.params ?? {}).map(([name, description]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
  }))
  const query = Object.keys(route.query?.shape ?? {}).map((name) => ({
    name,
    in: 'query',
    required: false,
    schema: route.query === undefined ? {} : jsonSchema(route.query.shape[name], 'input'),
  }))
  return [...path, ...query]
}

const answersOf = (route: RouteDescription) => {
  const content =
    route.reply === undefined ? { [route.replyType ?? 'text/plain']: {} } : json(jsonSchema(route.reply, 'output'))
  const errors = [...(route.errors ?? []), ...(route.operator === true ? [401] : [])]
  return Object.fromEntries([
    [String(route.status ?? 200), { description: 'as asked', content }],
    ...errors.map((status) => [
      String(status),
      { description: 'refused', content: json({ $ref: '#/components/schemas/Error' }) },
    ]),
  ])
}

/** The OpenAPI 3.1 document of these routes, from the same schemas that parse requests. */
export const openApiDocument = (routes: readonly RouteDescription[], mirrorName: string): unknown => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = (paths[route.path] ??= {})
    path[route.method] = {
      summary: route.summary,
      parameters: parametersOf(route),
      ...(route.body === undefined
        ? {}
        : { requestBody: { required: true, content: json(jsonSchema(route.body, 'input')) } }),
      responses: answersOf(route),
      ...(route.operator === true
        ? { security: [{ operator: [] }], servers: [{ url: '/', description: 'the operator’s port' }] }
        : {}),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `${mirrorName}: hypergit mirror`,
      version: '1',
      description: 'Ids are z-base-32, times ms since 1970.',
    },
    paths,
    components: {
      schemas: { Error: jsonSchema(errorSchema, 'output') },
      securitySchemes: { operator: { type: 'http', scheme: 'bearer' } },
    },
  }
}
