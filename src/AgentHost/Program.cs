using AgentHost;

var application = AgentHostApplication.Create(args);
await application.RunAsync();
