"""Changes rows of a test's database beside the product, as the passing of time or another program would."""

from sqlalchemy.orm import Session


def change(harness, *statements):
    with Session(harness.database) as session:
        for statement in statements:
            session.execute(statement)
        session.commit()
