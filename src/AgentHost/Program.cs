var application = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(args).Build();
await application.RunAsync();
