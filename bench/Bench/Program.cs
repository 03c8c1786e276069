using AgentHost.Bench;

return await CommandLine.Create().Parse(args).InvokeAsync();
