using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>Writes parameters with how they are passed, their types and their defaults.</summary>
internal static class Parameters
{
    public static string Of(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(Of));

    /// <summary>A constant as C# would write it.</summary>
    public static string Constant(object? value, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => plain == type && (type.IsValueType || type.IsGenericParameter) ? "default" : "null",
            string text => $"\"{text}\"",
            char character => $"'{character}'",
            bool truth => truth ? "true" : "false",
            _ when plain.IsEnum => Enumerated(Enum.ToObject(plain, value)),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static string Enumerated(object value) =>
        Enum.IsDefined(value.GetType(), value) ? $"{value.GetType().Name}.{value}" : $"({value.GetType().Name}){value:D}";

    private static string Of(ParameterInfo parameter)
    {
        string type = TypeNames.Of(parameter.ParameterType, NullableFlags.Of(parameter));
        string value = parameter.HasDefaultValue ? " = " + Constant(parameter.RawDefaultValue, parameter.ParameterType) : string.Empty;
        return $"{Passed(parameter)}{type} {parameter.Name}{value}";
    }

    private static string Passed(ParameterInfo parameter)
    {
        string extended = parameter.Position == 0 && parameter.Member.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : string.Empty;
        bool isParams = parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) || parameter.IsDefined(typeof(ParamCollectionAttribute), inherit: false);
        return extended + (isParams ? "params " : parameter switch
        {
            { ParameterType.IsByRef: false } => string.Empty,
            { IsOut: true } => "out ",
            { IsIn: true } => parameter.IsDefined(typeof(RequiresLocationAttribute), inherit: false) ? "ref readonly " : "in ",
            _ => "ref ",
        });
    }
}
