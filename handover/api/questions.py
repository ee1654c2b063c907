"""REST: questions about customers, and their answers."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import questions as actions
from handover.briefings import access as briefing_access
from handover.models import Question
from web import serializers
from web.api import IdFilter, KeysetPagination


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A question about a customer; `answered_at` is null while it waits."""

    class Meta:
        model = Question
        fields = [
            "id",
            "departure",
            "customer",
            "text",
            "asked_by",
            "asked_at",
            "answer",
            "answered_by",
            "answered_at",
            "by_link",
        ]


class NewQuestionSerializer(serializers.Serializer[Question]):
    """A question as it is asked."""

    customer = serializers.IntegerField()
    text = serializers.CharField(max_length=actions.LONGEST)


class AnswerSerializer(serializers.Serializer[Question]):
    """An answer."""

    text = serializers.CharField(max_length=actions.LONGEST)


class QuestionFilter(filters.FilterSet):
    """Customer; `open=true` for what waits."""

    open = filters.BooleanFilter(field_name="answered_at", lookup_expr="isnull", label="Only what waits.")
    customer = IdFilter("customer_id")


class QuestionPages(KeysetPagination):
    """In the order they were asked."""

    ordering = ("id",)


@opens_to(Permission.SEE_DEPARTURES)
class QuestionsOfDeparture(GenericAPIView[Question]):
    """The questions about the customers of a departure."""

    serializer_class = QuestionSerializer
    filterset_class = QuestionFilter
    pagination_class = QuestionPages
    queryset = Question.objects.none()

    @extend_schema(operation_id="questions_list", responses=QuestionSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        page = self.paginate_queryset(self.filter_queryset(briefing_access.questions(caller(request), departure)))
        return self.get_paginated_response(QuestionSerializer(page, many=True).data)

    @extend_schema(operation_id="questions_ask", request=NewQuestionSerializer, responses={201: QuestionSerializer})
    def post(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        asked = NewQuestionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        customer = briefing_access.customer(caller(request), departure, asked.validated_data["customer"])
        text = asked.validated_data["text"]
        question = actions.ask(departure=departure, customer=customer, text=text, by=caller(request), at=timezone.now())
        return Response(QuestionSerializer(question).data, status=201)


@opens_to(Permission.SEE_DEPARTURES)
class QuestionAnswer(APIView):
    """The answer to a question."""

    @extend_schema(operation_id="questions_answer", request=AnswerSerializer, responses=QuestionSerializer)
    def post(self, request: Request, pk: int, question: int) -> Response:
        found = briefing_access.question(caller(request), pk, question)
        asked = AnswerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        text = asked.validated_data["text"]
        answered = actions.answer(question=found, text=text, by=caller(request), at=timezone.now())
        return Response(QuestionSerializer(answered).data)
