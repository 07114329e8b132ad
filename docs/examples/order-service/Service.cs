using Microsoft.Extensions.Options;
using Rebalancing;

namespace OrderService;

/// <summary>The library inside a web service: the rebalancer is made once and shared by all requests; everything per account lives for one request.</summary>
public static class Service
{
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // the library's settings are plain records: the section "Rebalancing" of appsettings.json, the environment or the command line
        builder.Services.AddOptions<RebalanceSettings>().BindConfiguration("Rebalancing");
        builder.Services.AddSingleton(services =>
        {
            using FileStream file = File.OpenRead(Path.Combine(builder.Environment.ContentRootPath, builder.Configuration["Mandate"] ?? "mandate.json"));
            RebalanceDocument document = RebalanceDocument.Read(file);
            return new Rebalancer(document.Mandate, document.Universe, services.GetRequiredService<IOptions<RebalanceSettings>>().Value);
        });
        WebApplication app = builder.Build();
        app.MapPost("/rebalance", Rebalance);
        return app;
    }

    /// <summary>200 with the report, 422 with the report where there is no plan (it says why), 400 with a sentence where the account is not one.</summary>
    private static IResult Rebalance(Holdings holdings, Rebalancer rebalancer, ILogger<Rebalancer> log, CancellationToken cancelled)
    {
        RebalanceResult result;
        try
        {
            Account account = Account.FromShares(rebalancer.Universe, holdings.Shares, holdings.Cash, new AccountOptions { Id = holdings.Id, AsOf = holdings.AsOf });
            result = rebalancer.Rebalance(account, cancelled);
        }
        catch (Exception refusal) when (refusal is ArgumentException or MandateException)
        {
            log.LogWarning("{Account} refused: {Reason}", holdings.Id, refusal.Message);
            return Results.Problem(refusal.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        log.LogInformation("{Result}", result);
        using var report = new MemoryStream();
        RebalanceReport.Of(result).Write(report);
        return Results.Text(report.ToArray(), "application/json", result.IsOptimal ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
