namespace Rebalancing.Core.Tests;

/// <summary>A document with something of everything, and its text as a person would write it.</summary>
internal static class SampleDocument
{
    public const string Text = """
        {
          "rebalancing": 1,
          "universe": [
            {"symbol": "VTI", "price": 250.10, "sector": "Equity", "quotedSpread": 0.0002},
            {"symbol": "BND", "price": 72.5, "sector": "Bonds", "lotSize": 1},
            {"symbol": "GLD", "price": 230, "sector": "Gold", "currency": "USD"}
          ],
          "groupings": {"Sector": {"VTI": "Equity", "BND": "Bonds", "GLD": "Gold"}},
          "risks": {
            "main": {"kind": "dense", "covariance": [[0.0256, 0.0008, 0.0030], [0.0008, 0.0036, 0.0005], [0.0030, 0.0005, 0.0225]]}
          },
          "accounts": [
            {"id": "A-17", "asOf": "2026-03-31", "shares": {"VTI": 2400, "BND": 4000, "GLD": 300}, "cash": 1500.25}
          ],
          "mandate": {
            "name": "Balanced",
            "objective": [
              {"term": "trackingVariance", "weight": 4, "risk": "main", "target": {"VTI": 0.5, "GLD": 0.1, "BND": 0.4}},
              {"term": "tradingCost", "buy": 0.0005, "sell": [0.0005, 0.0004, 0.001]}
            ],
            "limits": [
              {"limit": "fullyInvested", "band": 0.01},
              {"limit": "longOnly"},
              {"limit": "groupBounds", "groups": "Sector", "upper": {"Equity": 0.6}, "priority": 5},
              {"limit": "atMost", "cost": {"term": "turnover"}, "bound": 0.2, "softPrice": 0.01}
            ]
          },
          "settings": {"tolerance": 1e-9}
        }
        """;

    /// <summary>The same with a decision of every kind.</summary>
    public static string WithOverrides { get; } = Text.Replace("  \"settings\":", """
          "overrides": [
            {"change": "limit", "name": "LongOnly", "limit": {"limit": "weightBounds", "most": 0.7}, "who": "Ann", "why": "wish", "when": "2026-03-31T09:30:00+02:00", "account": "A-17"},
            {"change": "withLimit", "limit": {"limit": "atMost", "cost": {"term": "trackingError", "risk": "main", "target": [0.5, 0.4, 0.1]}, "bound": 0.05}, "who": "Ann", "why": "mandate", "when": "2026-03-31T09:31:00Z"},
            {"change": "withoutLimit", "name": "Turnover", "who": "Bob", "why": "year's end", "when": "2026-03-31T09:32:00Z"},
            {"change": "weight", "name": "TrackingVariance", "weight": 2.5, "who": "Bob", "why": "closer", "when": "2026-03-31T09:33:00Z"},
            {"change": "target", "target": {"VTI": 0.4, "BND": 0.5, "GLD": 0.1}, "who": "Ann", "why": "committee", "when": "2026-03-31T09:34:00Z"},
            {"change": "lock", "name": "BND", "who": "Ann", "why": "pledged", "when": "2026-03-31T09:35:00Z"},
            {"change": "trade", "name": "GLD", "weight": 0.02, "who": "Ann", "why": "asked", "when": "2026-03-31T09:36:00Z"},
            {"change": "free", "name": "BND", "who": "Ann", "why": "no longer pledged", "when": "2026-03-31T09:37:00Z"}
          ],
          "settings":
        """, StringComparison.Ordinal);
}
