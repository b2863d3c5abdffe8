using Kafka.Dlq.Routing;
using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq;

/// <summary>Gathers routes, checks them all together and makes the table that runs. Not for use by several threads at once.</summary>
/// <example>
/// <code>
/// routes.Draw(draw =&gt; draw.Topic("orders", topic =&gt; topic.Consumer&lt;OrdersConsumer&gt;()));
/// </code>
/// </example>
public sealed class RoutesBuilder
{
    private readonly List<DrawBuilder> _drawn = [];
    private bool _built;

    /// <summary>Declares topics. May be called several times: later calls add to earlier ones.</summary>
    /// <param name="draw">Called at once; what it throws is thrown on, and nothing of this call is kept then.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The table was built already.</exception>
    public RoutesBuilder Draw(Action<DrawBuilder> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ThrowIfBuilt("Topics can no longer be drawn");
        DrawBuilder drawing = new();
        draw(drawing);
        _drawn.Add(drawing);
        return this;
    }

    /// <summary>Checks everything that was drawn and makes the table, once.</summary>
    /// <param name="defaults">What routes have where nothing was said.</param>
    /// <returns>A table that cannot change.</returns>
    /// <exception cref="InvalidRoutesException">Something is wrong; the exception lists every fault.</exception>
    /// <exception cref="InvalidOperationException">The table was built already.</exception>
    public RouteTable Build(RouteDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        ThrowIfBuilt("They cannot be built again");
        _built = true;
        return new RouteAssembly(_drawn, defaults).Build();
    }

    private void ThrowIfBuilt(string refusal)
    {
        if (_built)
        {
            throw new InvalidOperationException($"These routes were built. {refusal}: use a new {nameof(RoutesBuilder)}, or draw everything before the host starts.");
        }
    }
}
