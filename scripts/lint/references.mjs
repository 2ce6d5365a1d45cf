import { parse } from '@swc/core'

/**
 * What a source file refers to: the specifiers it imports in any form, and what it reads of the world around it
 * (`Date.now`, `new Date()`, `fetch()`), each once.
 */
export async function references(source, path) {
  const tree = await parse(source, {
    syntax: 'typescript',
    tsx: path.endsWith('x'),
    decorators: true,
    target: 'es2022',
  })
  const imports = new Set()
  const members = new Set()
  const calls = new Set()
  const own = new Set()
  walk(tree, (node) => {
    const specifier = imported(node)
    if (specifier !== undefined) imports.add(specifier)
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
      members.add(`${node.object.value}.${node.property.value ?? ''}`)
    }
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier') calls.add(node.callee.value)
    if (readsTheClock(node)) calls.add('new Date')
    for (const name of bound(node)) own.add(name)
  })
  // What the file itself names, such as a parameter called `crypto`, is not the world around it.
  const ofTheWorld = [...members].filter((member) => !own.has(member.split('.')[0]))
  return { imports: [...imports], members: ofTheWorld, calls: [...calls] }
}

/** Names that a node binds: variables, and parameters of functions. */
function bound(node) {
  switch (node.type) {
    case 'VariableDeclarator':
      return names(node.id)
    case 'Parameter':
      return names(node.pat)
    case 'ArrowFunctionExpression':
      return node.params.flatMap(names)
    default:
      return []
  }
}

function names(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.value]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        names(property.type === 'AssignmentPatternProperty' ? property.key : (property.value ?? property.argument)),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap(names)
    case 'AssignmentPattern':
      return names(pattern.left)
    case 'RestElement':
      return names(pattern.argument)
    default:
      return []
  }
}

function imported(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return node.source?.value
    case 'TsImportType':
      return node.argument.value
    case 'TsExternalModuleReference':
      return node.expression.value
    case 'CallExpression': {
      const loads = node.callee.type === 'Import' || node.callee.value === 'require'
      const first = node.arguments[0]?.expression
      return loads && first?.type === 'StringLiteral' ? first.value : undefined
    }
    default:
      return undefined
  }
}

function readsTheClock(node) {
  return node.type === 'NewExpression' && node.callee.value === 'Date' && (node.arguments ?? []).length === 0
}

function walk(node, visit) {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit)
  } else if (node !== null && typeof node === 'object') {
    if (typeof node.type === 'string') visit(node)
    for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit)
  }
}
