// What @hypergit/identity offers to other workspaces is exported from this file, and only from it.
export {}
