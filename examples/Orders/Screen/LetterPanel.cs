using Confluent.Kafka;
using Spectre.Console;
using System.Text;

namespace Kafka.Dlq.Examples.Orders.Screen;

/// <summary>A dead letter as its reader sees it.</summary>
internal static class LetterPanel
{
    private const int Longest = 160;

    public static void Write(IAnsiConsole console, ConsumeResult<byte[], byte[]> letter)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow(new Text("key"), new Text(Excerpt(letter.Message.Key)));
        grid.AddRow(new Text("value"), new Text(Excerpt(letter.Message.Value)));
        foreach (IHeader header in letter.Message.Headers)
        {
            grid.AddRow(new Text(header.Key, new Style(Color.Grey)), new Text(Excerpt(header.GetValueBytes())));
        }

        string title = $"{letter.Topic}/{letter.Partition.Value}/{letter.Offset.Value}";
        console.Write(new Panel(grid).Header(Markup.Escape($" dead letter {title} ")).Border(BoxBorder.Rounded));
    }

    private static string Excerpt(byte[]? bytes)
    {
        if (bytes is null)
        {
            return "(null)";
        }

        string line = Encoding.UTF8.GetString(bytes).ReplaceLineEndings(" ").Trim();
        return line.Length <= Longest ? line : $"{line[..Longest]}... ({bytes.Length} bytes)";
    }
}
