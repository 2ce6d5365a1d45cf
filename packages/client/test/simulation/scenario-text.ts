import type { Scenario } from '@hypergit/domain'
import b4a from 'b4a'
import { Document, isMap, isSeq, visit } from 'yaml'

/** A scenario as a file of `conformance/` has it, one step a line. */
export const scenarioText = ({ name, kind, cores, users, steps, expect }: Scenario): string => {
  const document = new Document({
    scenario: name,
    ...(kind === 'repository' ? {} : { log: kind }),
    cores,
    ...(users.length === 0 ? {} : { users }),
    steps: steps.map(({ raw, sees, ...step }) =>
      raw === undefined ? { ...step, sees } : { ...step, raw: b4a.toString(raw, 'hex') },
    ),
    expect,
  })
  visit(document, {
    Collection(_key, node, path) {
      // Each step and each outcome stands in one line, and so does a list of names.
      const isNames = isSeq(node) && path.length === 3 && !node.items.every(isMap)
      if (path.length === 4 || path.length === 7 || isNames) node.flow = true
    },
  })
  return document.toString({ lineWidth: 0 })
}
