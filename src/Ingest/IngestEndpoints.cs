using Kafka.Dlq.Ingest;
using Kafka.Dlq.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq;

/// <summary>
/// The verb of a web application that takes JSON into a topic: one object, or an array of them. 202: Kafka has acknowledged it. 400: something is invalid; problem details name the violated members and
/// the dead letter's id. 413: the body is too long, or a record larger than its topic takes. 503: Kafka could not take it, nothing is acknowledged, and the request may be sent again.
/// </summary>
public static class IngestEndpoints
{
    /// <summary>Maps an endpoint whose dead letter queue is that of the topic (<c>DefaultDeadLetterQueue</c>), or else that of the host.</summary>
    /// <typeparam name="T">What a record is: the object, or an element of the array.</typeparam>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, for POST.</param>
    /// <param name="topic">The topic that records go to; verified or created when the host starts.</param>
    /// <param name="configure">Says more. Called at once.</param>
    /// <returns>The endpoint, for authorization, rate limits and so on.</returns>
    /// <exception cref="InvalidOperationException"><c>AddKafkaDlq</c> was not called, or the host has started.</exception>
    /// <exception cref="ArgumentException">An option is out of its limits.</exception>
    public static IEndpointConventionBuilder MapIngest<T>(this IEndpointRouteBuilder endpoints, string pattern, string topic, Action<IngestOptions<T>>? configure = null) =>
        Map(endpoints, pattern, topic, null, configure);

    /// <summary>Maps an endpoint with a dead letter queue of its own.</summary>
    /// <typeparam name="T">What a record is: the object, or an element of the array.</typeparam>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, for POST.</param>
    /// <param name="topic">The topic that records go to; verified or created when the host starts, as the dead letter topic is.</param>
    /// <param name="deadLetterQueue">Where invalid records go; null: nowhere, they are answered with 400 and forgotten.</param>
    /// <param name="configure">Says more. Called at once.</param>
    /// <returns>The endpoint, for authorization, rate limits and so on.</returns>
    /// <exception cref="InvalidOperationException"><c>AddKafkaDlq</c> was not called, or the host has started.</exception>
    /// <exception cref="ArgumentException">An option is out of its limits.</exception>
    /// <example><code>app.MapIngest("/ingest/orders", "orders", orderLetters);</code></example>
    public static IEndpointConventionBuilder MapIngest<T>(this IEndpointRouteBuilder endpoints, string pattern, string topic, DeadLetterQueue<T>? deadLetterQueue, Action<IngestOptions<T>>? configure = null) =>
        Map(endpoints, pattern, topic, DeadLetterTopic.SettingsOf(deadLetterQueue), configure);

    private static IEndpointConventionBuilder Map<T>(IEndpointRouteBuilder endpoints, string pattern, string topic, DeadLetterQueueSettings? queue, Action<IngestOptions<T>>? configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(topic);
        IServiceProvider services = endpoints.ServiceProvider;
        string name = $"POST {pattern}";
        IngestOptions<T> options = new();
        configure?.Invoke(options);
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException($"{name}: {fault}", nameof(configure));
        }

        Inlet inlet = Inlet.Open(services, name, topic, queue);
        IngestHandler<T> handler = new(
            name,
            inlet,
            options,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger(IngestLog.Category));
        return endpoints.MapPost(pattern, handler.HandleAsync).WithMetadata(
            new AcceptsMetadata(["application/json"], typeof(T)),
            new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted),
            new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status413PayloadTooLarge, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]),
            new BodyLimit(options.MaxBodySize));
    }

    /// <summary>Tells the server the endpoint's limit, which may be above that of the server.</summary>
    private sealed class BodyLimit(long limit) : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => limit;
    }
}
