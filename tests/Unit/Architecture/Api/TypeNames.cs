using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>Writes types as C# does: keywords, <c>?</c>, generic arguments, tuples; without namespaces.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type where its nullable annotations cannot be read: base types, interfaces, constraints.</summary>
    public static string Of(Type type) => Of(type, NullableFlags.None);

    public static string Of(Type type, NullableFlags flags)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, flags);
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!, flags) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return OfNullable(underlying, flags);
        }

        // Only generic value types have a flag among the value types, and theirs says nothing.
        byte flag = !type.IsValueType || type.IsGenericType ? flags.Next() : NullableFlags.NotAnnotated;
        string mark = flag == NullableFlags.Annotated && !type.IsValueType ? "?" : string.Empty;
        return Plain(type, flags) + mark;
    }

    /// <summary>The declared name with its outer types and its type parameters.</summary>
    public static string Declared(Type type) => Nested(type, [.. type.GetGenericArguments().Select(parameter => Variance(parameter) + parameter.Name)]);

    private static string OfNullable(Type underlying, NullableFlags flags)
    {
        if (underlying.IsGenericType)
        {
            flags.Next();
        }

        return Plain(underlying, flags) + "?";
    }

    private static string Plain(Type type, NullableFlags flags)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, flags)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        string[] arguments = type.IsGenericParameter ? [] : [.. type.GetGenericArguments().Select(argument => Of(argument, flags))];
        return type.IsAssignableTo(typeof(ITuple)) && type.IsValueType && arguments.Length > 1
            ? $"({string.Join(", ", arguments)})"
            : Nested(type, arguments);
    }

    // Reflection gives an inner type the arguments of its outer types too, outermost first.
    private static string Nested(Type type, string[] arguments)
    {
        int outer = type.IsNested && !type.IsGenericParameter ? type.DeclaringType!.GetGenericArguments().Length : 0;
        string prefix = type.IsNested && !type.IsGenericParameter ? Nested(type.DeclaringType!, arguments[..Math.Min(outer, arguments.Length)]) + "." : string.Empty;
        string[] own = arguments.Length > outer ? arguments[outer..] : [];
        string name = type.Name.Split('`')[0];
        return own.Length == 0 ? prefix + name : $"{prefix}{name}<{string.Join(", ", own)}>";
    }

    private static string Variance(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => string.Empty,
    };
}
