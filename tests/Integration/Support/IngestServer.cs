using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A web application with an ingest endpoint, as a user would write it, and a client of it.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _client;

    private IngestServer(WebApplication application)
    {
        _application = application;
        _client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
    }

    /// <summary>Starts an application on a free port.</summary>
    /// <param name="servers">The brokers.</param>
    /// <param name="map">Maps the endpoint <c>/ingest</c>.</param>
    /// <param name="configure">Says more of the host.</param>
    /// <param name="draw">Its routes; null for none.</param>
    /// <param name="log">Hears its log lines, from debug on.</param>
    public static async Task<IngestServer> StartAsync(string servers, Action<WebApplication> map, Action<KafkaDlqOptions>? configure = null, Action<DrawBuilder>? draw = null, ILoggerProvider? log = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKafkaDlq(kafka => kafka
            .Configure(options =>
            {
                options.GroupId = "ingest";
                options.Kafka["bootstrap.servers"] = servers;
                options.Topics = TopicProvisioning.None;
                configure?.Invoke(options);
            })
            .Routes(routes => routes.Draw(draw ?? (_ => { }))));
        WebApplication application = builder.Build();
        map(application);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new IngestServer(application);
    }

    /// <summary>Sends a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isChunked">Whether its length is not announced.</param>
    /// <param name="contentType">Its type.</param>
    public async Task<Answer> PostAsync(string body, bool isChunked = false, string contentType = "application/json")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/ingest") { Content = new StringContent(body, Encoding.UTF8, contentType) };
        request.Headers.TransferEncodingChunked = isChunked;
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    /// <summary>What the endpoint answered.</summary>
    internal sealed record Answer(HttpStatusCode Code, string? Type, JsonElement Json)
    {
        public int Accepted => Json.GetProperty("accepted").GetInt32();

        public string? Id => Json.TryGetProperty("deadLetterId", out JsonElement id) ? id.GetString() : null;

        public IReadOnlyList<JsonElement> Rejected => [.. Json.GetProperty("rejected").EnumerateArray()];
    }
}
