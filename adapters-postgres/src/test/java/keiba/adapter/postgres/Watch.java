package keiba.adapter.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Is called with every statement and every commit before it is sent to PostgreSQL. */
interface Watch {
    /**
     * Called before a statement is sent; what it throws is thrown in place of the statement.
     *
     * @param sql the text of the statement, or {@code commit}
     */
    void before(Connection connection, String sql) throws SQLException;

    /**
     * Called after a commit, before its answer is known; what it throws is thrown in place of the answer.
     *
     * @param sql {@code commit}
     */
    default void after(Connection connection, String sql) throws SQLException {}

    /** Installs the watch in the connections to a server. */
    default UnaryOperator<DataSource> onServer() {
        return server -> proxy(DataSource.class, (self, method, arguments) -> {
            Object answer = call(server, method, arguments);
            return answer instanceof Connection connection ? watched(connection) : answer;
        });
    }

    private Connection watched(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("commit")) {
                before(connection, "commit");
            }
            Object answer = call(connection, method, arguments);
            if (method.getName().equals("commit")) {
                after(connection, "commit");
            }
            return answer instanceof PreparedStatement statement
                    ? watched(connection, statement, (String) arguments[0])
                    : answer;
        });
    }

    private PreparedStatement watched(Connection connection, PreparedStatement statement, String sql) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                before(connection, sql);
            }
            return call(statement, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
