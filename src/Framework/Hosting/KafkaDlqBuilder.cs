using Kafka.Dlq.Rejecting;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq;

/// <summary>What <c>AddKafkaDlq</c> is given to say: options and routes. Everything may be said several times and adds up.</summary>
public sealed class KafkaDlqBuilder
{
    private readonly List<Action<KafkaDlqOptions>> _configure = [];
    private readonly List<Action<RoutesBuilder>> _routes = [];

    private readonly List<SinkDeclaration> _sinks = [];
    private readonly IServiceCollection? _services;

    internal KafkaDlqBuilder(IServiceCollection? services = null) => _services = services;

    /// <summary>The sinks of rejected records.</summary>
    internal SinkTable Sinks => new(_sinks, [.. (_services ?? Enumerable.Empty<ServiceDescriptor>())
        .Where(service => service.IsKeyedService && service.ServiceType == typeof(IDeadLetterSink))
        .Select(service => service.ServiceKey).OfType<string>().Distinct()]);

    /// <summary>Sets options. Called when the host starts.</summary>
    /// <param name="configure">Sets them; later calls see what earlier ones set.</param>
    public KafkaDlqBuilder Configure(Action<KafkaDlqOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configure.Add(configure);
        return this;
    }

    /// <summary>Draws routes. Called when the host starts, and whenever topics are planned.</summary>
    /// <param name="routes">Draws them: <c>routes =&gt; routes.Draw(draw =&gt; ...)</c>.</param>
    public KafkaDlqBuilder Routes(Action<RoutesBuilder> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        _routes.Add(routes);
        return this;
    }

    internal KafkaDlqBuilder Add(SinkDeclaration sink)
    {
        _sinks.Add(sink);
        return this;
    }

    internal void Apply(KafkaDlqOptions options) => _configure.ForEach(configure => configure(options));

    internal RoutesBuilder Draw()
    {
        RoutesBuilder routes = new();
        _routes.ForEach(draw => draw(routes));
        return routes;
    }
}
