using AgentHost.Diagnostics;

return await HostProgram.RunAsync(args);
