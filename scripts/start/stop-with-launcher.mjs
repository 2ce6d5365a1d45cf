// Loaded into the mirror before its own code: when the launcher is gone, even killed, the mirror stops as on SIGTERM.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
