package keiba.adapter.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import keiba.adapter.postgres.CrashPoint.Moment;

/** A process that dies at a crash point: after that none of its calls reaches a server. Not thread-safe. */
final class MortalProcess implements Watch {
    private final Optional<CrashPoint> end;
    private final Map<String, Integer> calls = new HashMap<>();
    private boolean isInTheCall;
    private boolean isOver;
    private boolean isDead;

    private MortalProcess(Optional<CrashPoint> end) {
        this.end = end;
    }

    static MortalProcess dyingAt(CrashPoint point) {
        return new MortalProcess(Optional.of(point));
    }

    static MortalProcess immortal() {
        return new MortalProcess(Optional.empty());
    }

    /** Thrown by the call in which the process dies, and by every call that it would make afterwards. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died() {
            super("the process is dead");
        }
    }

    /** Returns whether the crash point was reached. */
    boolean hasReachedItsEnd() {
        return isOver;
    }

    /** Returns ports that make these calls as this process. */
    <T extends Record> T using(T ports) {
        try {
            RecordComponent[] components = ports.getClass().getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] used = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                used[i] = using(types[i], components[i].getAccessor().invoke(ports));
            }
            @SuppressWarnings("unchecked")
            T all = (T) ports.getClass().getDeclaredConstructor(types).newInstance(used);
            return all;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private <T> T using(Class<T> type, Object port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        call(type.getSimpleName() + "." + method.getName(), port, method, arguments)));
    }

    private Object call(String name, Object port, Method method, Object[] arguments) throws Throwable {
        if (isDead) {
            throw new Died();
        }
        boolean isTheCall = end.filter(
                        point -> point.call().equals(name) && calls.merge(name, 1, Integer::sum) == point.occurrence())
                .isPresent();
        if (isTheCall && isAt(Moment.BEFORE)) {
            die();
        }
        isInTheCall = isTheCall;
        try {
            Object answer = method.invoke(port, arguments);
            if (isTheCall && isAt(Moment.AFTER)) {
                die();
            }
            return answer;
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        } finally {
            isInTheCall = false;
        }
    }

    private boolean isAt(Moment moment) {
        return end.filter(point -> point.moment() == moment).isPresent();
    }

    private void die() {
        isOver = true;
        isDead = true;
        throw new Died();
    }

    @Override
    public void before(Connection connection, String sql) throws SQLException {
        if (isInTheCall && sql.equals("commit") && isAt(Moment.BEFORE_COMMIT)) {
            cut(connection);
            die();
        }
    }

    @Override
    public void after(Connection connection, String sql) throws SQLException {
        if (isInTheCall && sql.equals("commit") && isAt(Moment.ANSWER_OF_COMMIT_LOST)) {
            isInTheCall = false;
            isOver = true;
            cut(connection);
            throw new SQLException("the connection ended before the answer of the commit", "08006");
        }
    }

    private static void cut(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
        } catch (SQLException ended) {
            // a statement that terminates its own connection ends here as well
        }
    }
}
