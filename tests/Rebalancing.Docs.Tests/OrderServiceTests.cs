using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace Rebalancing.Docs.Tests;

/// <summary>The sample service, on a port that the system picks.</summary>
public class OrderServiceTests
{
    private WebApplication _service = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _service = OrderService.Service.Build(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Error"]);
        await _service.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_service.Urls.Single()) };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Test]
    public async Task Post_Holdings_AnswersWithTheReport()
    {
        (HttpStatusCode code, string text) = await Post("""{"id": "A-17", "asOf": "2026-03-31", "shares": {"VTI": 2400, "BND": 4000}, "cash": 1500.25}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK));
        RebalanceReport report = RebalanceReport.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.That((report.Account, report.Status), Is.EqualTo(("A-17", RebalanceStatus.Optimal)));
        Assert.That(report.Trades.Select(trade => trade.Symbol), Does.Contain("VTI"));
        Assert.That(report.CashAfter, Is.EqualTo(report.CashBefore - report.Trades.Sum(t => t.Side == TradeSide.Buy ? t.Money : -t.Money) - report.CostsPaid));
    }

    [Test]
    public async Task Post_UnknownSymbol_IsABadRequestWithASentence()
    {
        (HttpStatusCode code, string text) = await Post("""{"id": "A-18", "asOf": "2026-03-31", "shares": {"XYZ": 1}, "cash": 0}""");
        Assert.That((code, text.Contains("XYZ", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.BadRequest, true)));
    }

    private async Task<(HttpStatusCode Code, string Text)> Post(string holdings)
    {
        using var body = new StringContent(holdings, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _client.PostAsync(new Uri("/rebalance", UriKind.Relative), body);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
