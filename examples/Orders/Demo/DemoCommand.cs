using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>The command line.</summary>
internal static class DemoCommand
{
    private const int DefaultOrders = 20_000;

    /// <param name="run">What is done with the settings; gives the exit code.</param>
    public static RootCommand Create(Func<DemoSettings, Task<int>> run)
    {
        Option<int> orders = new("--orders")
        {
            Description = "How many orders are produced; 0 only finishes what the topic holds.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultOrders,
        };
        Option<int> rate = new("--rate") { Description = "Orders produced per second; default as fast as it goes.", HelpName = "N" };
        Option<bool> keepRunning = new("--keep-running") { Description = $"Produces and consumes until Ctrl-C, {DemoSettings.LastingRate} orders per second unless --rate says otherwise." };
        Option<string> topic = new("--topic")
        {
            Description = "Name of the orders topic; <NAME>.dlq, <NAME>.ledger and the group <NAME>.billing follow from it.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "orders",
        };
        orders.Validators.Add(result => AtLeast(0, result));
        rate.Validators.Add(result => AtLeast(1, result));

        RootCommand command = new("Orders with dead letters: produces orders of which some cannot be handled, consumes them with Kafka.Dlq, and accounts for every one. "
            + "Uses the broker named by KAFKA_BOOTSTRAP_SERVERS, otherwise a cluster embedded in the process.")
        {
            orders, rate, keepRunning, topic,
        };
        command.SetAction((parsed, _) => run(new DemoSettings(
            parsed.GetValue(orders), parsed.GetValue(rate) is > 0 and int pace ? pace : null, parsed.GetValue(keepRunning), new OrderTopics(parsed.GetRequiredValue(topic)))));
        return command;
    }

    // What is no number at all is told by the parser.
    private static void AtLeast(int least, OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value < least)
        {
            result.AddError($"{result.IdentifierToken} is {value}; it takes {least} or more.");
        }
    }
}
