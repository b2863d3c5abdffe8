namespace Kafka.Dlq;

/// <summary>What <c>AddKafkaDlq</c> is given to say: options and routes. Everything may be said several times and adds up.</summary>
public sealed class KafkaDlqBuilder
{
    private readonly List<Action<KafkaDlqOptions>> _configure = [];
    private readonly List<Action<RoutesBuilder>> _routes = [];

    internal KafkaDlqBuilder()
    {
    }

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

    internal void Apply(KafkaDlqOptions options) => _configure.ForEach(configure => configure(options));

    internal RoutesBuilder Draw()
    {
        RoutesBuilder routes = new();
        _routes.ForEach(draw => draw(routes));
        return routes;
    }
}
