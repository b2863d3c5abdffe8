using System.Reflection;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>The public surface of an assembly as a text to be reviewed: namespaces, types and members, each sorted, one line each.</summary>
internal static class ApiText
{
    public static string Of(Assembly assembly) => Of(assembly.GetTypes().Where(IsUsable));

    public static string Of(IEnumerable<Type> types)
    {
        StringBuilder text = new();
        foreach (IGrouping<string?, Type> group in types.GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(group.Key).Append('\n');
            foreach (Type type in group.OrderBy(TypeNames.Declared, StringComparer.Ordinal))
            {
                Append(text, type);
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, Type type)
    {
        RecordShape? record = RecordShape.Of(type);
        text.Append('\n').Append(TypeHeads.Of(type, record)).Append('\n');
        foreach (string line in Members.Of(type, record))
        {
            text.Append("    ").Append(line).Append('\n');
        }
    }

    // Seen from another assembly, also by deriving from the type around it.
    private static bool IsUsable(Type type) =>
        !type.Name.Contains('<', StringComparison.Ordinal)
        && (type.IsPublic || (type.IsNested && IsUsable(type.DeclaringType!)
            && (type.IsNestedPublic || ((type.IsNestedFamily || type.IsNestedFamORAssem) && !type.DeclaringType!.IsSealed))));
}
