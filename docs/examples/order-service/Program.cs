// One mandate, many accounts, behind an endpoint:
//   dotnet run --project docs/examples/order-service -- --urls http://127.0.0.1:5080
//   curl -d '{"id": "A-17", "asOf": "2026-03-31", "shares": {"VTI": 2400, "BND": 4000}, "cash": 1500.25}' -H 'content-type: application/json' http://127.0.0.1:5080/rebalance
OrderService.Service.Build(args).Run();
